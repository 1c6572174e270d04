import { useSession } from '../session.js';
import { type Asked, Confirm } from './confirm.js';
import { Modal } from './modal.js';

/** What lies over the client: the person's modal, and above it a question. */
export function Dialogs({ question }: { readonly question: Asked | undefined }) {
  const { modal } = useSession().state;
  return (
    <>
      {modal && <Modal key={modal.id} view={modal} isBelow={question !== undefined} />}
      {question && <Confirm asked={question} />}
    </>
  );
}
