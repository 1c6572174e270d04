import { Calls } from './calls.js';
import { ClockSwitch } from './clock.js';
import { Faults } from './faults.js';
import { Orders } from './orders.js';
import { Process } from './process.js';

/** What nobody sees in Slack: the app's process, the clock, and the order service with its faults. */
export function Backstage() {
  return (
    <aside class="backstage" data-landmark tabIndex={-1} aria-label="Behind the scenes">
      <Process />
      <ClockSwitch />
      <Faults />
      <Orders />
      <Calls />
    </aside>
  );
}
