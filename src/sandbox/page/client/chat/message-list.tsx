import { Fragment } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation, ShownMessage } from '../../contract.js';
import { titleOf } from '../places.js';
import { useSession } from '../session.js';
import { day } from '../times.js';
import { Message } from './message.js';

interface Props {
  readonly conversation: Conversation;
  readonly messages: readonly ShownMessage[];
}

/** How near to the end still counts as being there. px */
const NEAR = 60;

/** The messages of a conversation, the newest at the end and in sight. */
export function MessageList({ conversation, messages }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // After every drawing: an edit lengthens a message too.
  useLayoutEffect(() => {
    const element = list.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  });
  const onScroll = ({ currentTarget }: { readonly currentTarget: HTMLDivElement }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  return (
    <div class="messages" ref={list} onScroll={onScroll} role="log" aria-live="off">
      <Beginning conversation={conversation} isEmpty={messages.length === 0} />
      {messages.map((message, place) => {
        const before = messages[place - 1];
        const isNewDay = !before || day(before.ts) !== day(message.ts);
        return (
          <Fragment key={message.ts}>
            {isNewDay && <p class="day">{day(message.ts)}</p>}
            <Message message={message} isInChannel />
          </Fragment>
        );
      })}
    </div>
  );
}

function Beginning({
  conversation,
  isEmpty,
}: {
  readonly conversation: Conversation;
  readonly isEmpty: boolean;
}) {
  const { state, draft } = useSession();
  const { kind, isReadOnly } = conversation;
  const [first] = state.app.commands;
  const [order] = state.orders;
  return (
    <div class="beginning">
      <p>
        <strong>{titleOf(conversation)}</strong>{' '}
        {kind === 'app' ? `is what ${state.app.name} tells you alone.` : 'begins here.'}
      </p>
      {isEmpty && !isReadOnly && first && order && (
        <p>
          Try it:{' '}
          <button
            type="button"
            class="suggested"
            onClick={() => draft(`${first.command} ${order.id}`)}
          >
            {first.command} {order.id}
          </button>
          <span class="quiet"> {first.description}</span>
        </p>
      )}
    </div>
  );
}
