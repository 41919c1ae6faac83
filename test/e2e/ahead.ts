/**
 * Preloaded into a bot (`node --import`): its clock is `TEST_CLOCK_AHEAD` ms ahead of the machine's, as that of the stand-in for a chat is
 * when time was made to pass there.
 */
const ahead = Number(process.env.TEST_CLOCK_AHEAD);
const machine = Date.now;
Date.now = () => machine() + ahead;
