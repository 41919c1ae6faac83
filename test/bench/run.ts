import { availableParallelism } from 'node:os';
import { announcements } from './announcements.ts';
import { discord } from './discord.ts';
import { eventLoop } from './event-loop.ts';
import { reads } from './reads.ts';
import { slack } from './slack.ts';
import { start } from './start.ts';
import { throughput } from './throughput.ts';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly beside?: string;
  readonly goal?: string;
  readonly met?: boolean;
}

const PARTS = { start, 'event-loop': eventLoop, throughput, reads, discord, slack, announcements };

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await part()));
}

console.log(
  `\nNode ${process.version}, ${availableParallelism()} cores; the sandbox and the load run on the same ones.\n`,
);
console.table(
  Object.fromEntries(
    rows.map(({ what, figure, beside = '', goal = '', met }) => [
      what,
      { figure, beside, goal, met: met === undefined ? '' : met ? 'yes' : 'MISSED' },
    ]),
  ),
);
