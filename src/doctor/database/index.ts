import { settings } from '../../config/settings.js';
import { check } from '../check.js';
import { embeddedFindings } from './embedded.js';
import { postgresFindings } from './postgres.js';

/** Whether the state can be kept: on Postgres, or in DATA_DIR. */
export const database = check(
  'database',
  settings.pick({ DATABASE_URL: true, DATA_DIR: true }),
  async ({ DATABASE_URL: url, DATA_DIR: dataDir }, deployment) =>
    url ? postgresFindings(url, deployment) : embeddedFindings(dataDir, deployment),
);
