import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { isObject, type Loose } from '../loose.ts';
import { readBytes } from '../read-bytes.ts';
import { MODAL, PHOTO, plain } from './example-modal.ts';
import { endWithTest, startWithChannel } from './rig.ts';

const SPECS = resolve(import.meta.dirname, '../../../../shared/specs/slack');
const RECORDED = resolve(SPECS, 'payloads');

/** An app that takes note of what comes, and acknowledges it. */
async function listener() {
  const bodies: Loose[] = [];
  const server = createServer(async (request, response) => {
    const text = (await readBytes(request)).toString();
    const form = new URLSearchParams(text);
    const isJson = request.headers['content-type'] === 'application/json';
    const payload = isJson ? text : form.get('payload');
    bodies.push(payload === null ? Object.fromEntries(form) : JSON.parse(payload));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  endWithTest(async () => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address?.port}/`;
  const kindOf = (body: Loose) => (isObject(body.event) ? body.event.type : (body.type ?? 'command'));
  return { url, bodies, find: (kind: string) => bodies.find((body) => kindOf(body) === kind) };
}

// skipped where the recorded payloads do not lie beside the project
test.skipIf(!existsSync(RECORDED))('what is sent has every field that recorded payloads have', async () => {
  const { slack, channel, ada } = await startWithChannel({ mode: 'http' });
  const { url, bodies, find } = await listener();
  slack.http.requestUrl = url;
  const { views, chat } = new webApi.WebClient(slack.botToken, { slackApiUrl: slack.url });

  const said = ada.says(channel, { text: 'Hi', mentionsBot: true, files: [PHOTO] });
  await ada.shortcut(said, 'talk').settled();
  const button = { type: 'button', action_id: 'a', value: '1', text: plain('Go') } as const;
  await chat.postMessage({ channel: channel.id, text: 'ok', blocks: [{ type: 'actions', elements: [button] }] });
  const status = channel.messages().at(-1);
  if (!status) throw new Error('It was not posted');
  await ada.press(status, 'Go').settled();
  const asked = await ada.slash(channel, '/avatar', 'hi').settled();
  const view = { ...MODAL, close: plain('Close'), notify_on_close: true };
  await views.open({ trigger_id: String(bodies.at(-1)?.trigger_id), view });
  await ada.submit(asked.view, { photo: [PHOTO] }).settled();
  slack.home.uninstall();
  await expect.poll(() => find('tokens_revoked')).toBeDefined();

  const compare = (kind: string, file: string) => {
    const recorded: unknown = JSON.parse(readFileSync(resolve(RECORDED, file), 'utf8'));
    const payload = isObject(recorded) && isObject(recorded.payload) ? recorded.payload : recorded;
    return lacking(payload, find(kind), kind);
  };
  const published: unknown = JSON.parse(readFileSync(resolve(SPECS, 'events/message.json'), 'utf8'));
  expect([
    ...lacking(isObject(published) && published.example, find('message')?.event, 'message'),
    ...compare('message', 'bolt-python/test_events__message_file_share_body.json'),
    ...compare('app_mention', 'python-sdk/socket_events_api_app_mention.json'),
    ...compare('app_uninstalled', 'bolt-python/test_events__app_uninstalled_body.json'),
    ...compare('tokens_revoked', 'bolt-python/test_events__tokens_revoked_body.json'),
    ...compare('command', 'python-sdk/socket_slash_commands_hello-socket-mode.json'),
    ...compare('block_actions', 'bolt-python/test_block_actions__body.json'),
    ...compare('message_action', 'java/bolt_message_shortcut_1_realPayload.json'),
    ...compare('view_submission', 'java/bolt_view_submission_1_realPayload.json'),
  ]).toEqual([]);
});

test('a text comes as clients write it: addresses in brackets, and what Slack would read escaped', async () => {
  const { slack, channel, ada } = await startWithChannel();
  const said = ada.says(channel, { text: 'R&D <3 see https://a.example/?b=1&c', mentionsBot: true });
  expect(said.text).toBe(`<@${slack.home.botUser}> R&amp;D &lt;3 see <https://a.example/?b=1&amp;c>`);
  expect(slack.events.map(({ type }) => type)).toEqual(['message', 'app_mention']);
});

/** Thumbnails of pictures, organisations, and what differs with what was written or asked for. */
const BESIDES = /thumb|original_[wh]|media_display_type|enterprise_(id|name)$|\.elements\[0\]\.|\.values\.|\.element\./;

/** The paths of what a recorded payload has and a sent one has not, or has otherwise. */
function lacking(recorded: unknown, sent: unknown, path: string): string[] {
  if (BESIDES.test(path)) return [];
  if (Array.isArray(recorded) && Array.isArray(sent) && sent.length === 0) return [];
  if (Array.isArray(recorded))
    return recorded
      .slice(0, 1)
      .flatMap((item) => lacking(item, Array.isArray(sent) ? sent[0] : undefined, `${path}[0]`));
  if (isObject(recorded) && isObject(sent))
    return Object.entries(recorded).flatMap(([name, value]) => lacking(value, sent[name], `${path}.${name}`));
  return recorded === null || typeof recorded === typeof sent ? [] : [`${path}: ${typeof sent}`];
}
