import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { folder, LIVE, PHOTO, RECORDING, reached, sandboxWith } from './kit.ts';

test('an accepted task survives SIGKILL of the process right after the answer', async () => {
  const dir = await folder();
  const child = fork(new URL('./killed-sandbox.ts', import.meta.url), [dir], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [url] = await once(child, 'message');
  const answer = await fetch(url + LIVE, {
    method: 'POST',
    headers: { authorization: 'Bearer key' },
    body: JSON.stringify({ image: PHOTO, sound_file: RECORDING.toString('base64'), external_task_id: 'job1' }),
  });
  expect(answer.status).toBe(200);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const sandbox = await sandboxWith({ dir });
  await reached(sandbox, `${LIVE}/job1`, 'succeed');
});
