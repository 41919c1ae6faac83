import { startSandbox } from '../../src/sandbox/sandbox.ts';

/** A sandbox in a process of its own, for a test to kill. Renders nothing before that, and nothing that would be in its way. */
const [dir = ''] = process.argv.slice(2);
const sandbox = await startSandbox({ dir, seconds: 0.1, render: () => new Promise(() => undefined) });
process.send?.(sandbox.url);
