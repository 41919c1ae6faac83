import { peopleFlows } from './people.ts';

peopleFlows('http');
