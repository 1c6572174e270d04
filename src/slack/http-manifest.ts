/**
 * The app's manifest for HTTP mode: that for Socket Mode, with the bot's address in each place where
 * Slack asks for it. `origin` is `https://host`. Throws where the manifest is not of the form that is
 * known here, for half of a manifest would be worse than none.
 */
export function httpManifest(manifest: string, origin: string): string {
  const address = `${origin}/slack/events`;
  const asked: readonly (readonly [text: RegExp, http: string])[] = [
    [/^( *)socket_mode_enabled: true$/m, '$1socket_mode_enabled: false'],
    [/^( *)should_escape: false$/m, `$1should_escape: false\n$1url: ${address}`],
    [/^( *)interactivity:$/m, `$1interactivity:\n$1  request_url: ${address}`],
  ];
  // Without events Slack asks for no address of theirs.
  const events = /^( *)event_subscriptions:$/m;
  const withEvents = manifest.replace(
    events,
    `$1event_subscriptions:\n$1  request_url: ${address}`,
  );
  return asked.reduce((text, [place, http]) => {
    if (!place.test(text)) throw new Error(`The manifest holds no ${place.source}`);
    return text.replace(place, http);
  }, withEvents);
}
