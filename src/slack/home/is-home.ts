/** Whether a press came from App Home: it is no modal, and what would change one opens one. */
export function isHome({ type }: { readonly type?: string | undefined }): boolean {
  return type === 'home';
}
