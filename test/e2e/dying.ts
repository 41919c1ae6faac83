import { DatabaseSync } from 'node:sqlite';

/**
 * Preloaded into a bot (`node --import`): from a SIGUSR2 on, its transactions are counted, and right before the one that
 * `TEST_DIES_BEFORE` says (from 1) reaches the disk, the process is killed as a power cut would.
 */
let left = Number.POSITIVE_INFINITY;
process.on('SIGUSR2', () => {
  left = Number(process.env.TEST_DIES_BEFORE);
});

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  if (sql === 'COMMIT' && --left === 0) process.kill(process.pid, 'SIGKILL');
  exec.call(this, sql);
};
