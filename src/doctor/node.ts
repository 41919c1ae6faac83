import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Check, ok, wrong } from './finding.ts';

const manifest = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+$/) }) });

/** Whether this Node.js is one that Herald is made for. @param version such as `24.21.0` */
export function nodeVersion(version: string): Check {
  return {
    about: 'Node.js',
    async look() {
      const { engines } = manifest.parse(
        JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')),
      );
      const least = Number(engines.node.slice(2));
      if (Number.parseInt(version, 10) >= least) return [ok(this.about, `${version} runs Herald.`)];
      return [
        wrong(this.about, `${version} is too old; run Herald by npm start, or install Node.js ${least} or later.`),
      ];
    },
  };
}
