import { peopleFlows } from './people.ts';
import { restarting } from './restarting.ts';

const { shared, renders } = peopleFlows('socket');
// the last one: the bot keeps the time to which it has come
restarting(shared, renders);
