import type { LockOwner } from './lock-owner.js';

/** The stable codes of what keeps the bot from its storage at the start. */
export type StorageErrorCode =
  | 'data_dir_in_use'
  | 'data_dir_unusable'
  | 'data_dir_full'
  | 'data_dir_torn'
  | 'database_unreachable';

/** The bot's storage can't be opened; the message says what to do and holds no secret. */
export class StorageError extends Error {
  override readonly name: string = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Another process holds the folder. */
export class FolderLockedError extends StorageError {
  override readonly name = 'FolderLockedError';
  /** Undefined where the other one has not said yet who it is. */
  readonly owner: LockOwner | undefined;

  constructor(folder: string, owner: LockOwner | undefined) {
    const who = owner
      ? `process ${owner.pid} on ${owner.host}, since ${owner.since}`
      : 'another process';
    super(
      'data_dir_in_use',
      `DATA_DIR ${folder} is in use by ${who}. One process at a time can use the embedded database: stop the other one, choose another DATA_DIR, or set DATABASE_URL to run several`,
    );
    this.owner = owner;
  }
}
