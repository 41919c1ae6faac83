import { createGuardedFetch, hostPort } from '../media/fetch.ts';
import { Refusal } from '../refusal.ts';
import { type Check, note, ok } from './finding.ts';

/** More than a Herald says of its health (bytes). */
const LIMIT = 10_000;

/** Whether this Herald can be reached where `PUBLIC_URL` says. Only a note where it cannot: it may not run just now. */
export function publicAddress(publicUrl: string | undefined): Check {
  return {
    about: 'PUBLIC_URL',
    async look(signal) {
      if (publicUrl === undefined) {
        return [
          ok(this.about, 'not set: Kling is asked for news instead of calling back, and no video can be linked.'),
        ];
      }
      const health = `${publicUrl}/healthz`;
      const fetch = createGuardedFetch({ trusted: new Set([hostPort(new URL(publicUrl))]) });
      try {
        const { source } = await fetch.download(health, { limit: LIMIT, signal });
        const chunks = await Array.fromAsync(source);
        if (isHealth(Buffer.concat(chunks).toString('utf8'))) return [ok(this.about, `${publicUrl} reaches a Herald.`)];
        return [note(this.about, `something answers at ${health}, but it is no Herald: ${MEND}`)];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return [note(this.about, `${health} was not reached: ${error.message} ${MEND}`)];
      } finally {
        await fetch.close();
      }
    },
  };
}

const MEND = 'While Herald runs, look at the proxy, tunnel or firewall in front of it.';

function isHealth(text: string): boolean {
  try {
    const health: unknown = JSON.parse(text);
    return typeof health === 'object' && health !== null && 'status' in health && health.status === 'ok';
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
