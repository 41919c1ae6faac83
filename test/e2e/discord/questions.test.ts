import { confirming } from './confirming.ts';
import { replies } from './replies.ts';
import { sharedHouse } from './shared.ts';

// one house for what people are asked: to start a bot and its processes costs more than most of what is asked of it
const shared = sharedHouse();

confirming(shared);
replies(shared);
