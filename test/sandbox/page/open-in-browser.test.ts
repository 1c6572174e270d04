import { describe, expect, it } from 'vitest';
import { openerOn } from '../../../src/sandbox/page/open-in-browser.js';

describe('the sandbox’s address', () => {
  it('is opened where there is a desktop, and nowhere else', () => {
    expect(openerOn('darwin', {})).toStrictEqual(['open']);
    expect(openerOn('win32', {})?.[0]).toBe('rundll32');
    expect(openerOn('linux', { DISPLAY: ':0' })).toStrictEqual(['xdg-open']);
    expect(openerOn('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toStrictEqual(['xdg-open']);
    expect(openerOn('linux', {})).toBeUndefined();
    expect(openerOn('darwin', { CI: 'true' })).toBeUndefined();
  });
});
