import { asking } from './asking.ts';
import { chinese } from './chinese.ts';
import { files } from './files.ts';
import { forms } from './forms.ts';
import { lists } from './lists.ts';
import { settings } from './settings.ts';
import { gate, sharedHouse } from './shared.ts';

// one house for all of them: to start a bot and its processes costs more than most of what is asked of it
const renders = gate();
const shared = sharedHouse({ kling: { render: renders.render }, env: { DAILY_SECONDS_PER_PERSON: '500' } });

asking(shared, renders);
chinese(shared, renders);
lists(shared, renders);
files(shared);
forms(shared);
// the last one: the bot keeps the settings that it starts with at its end
settings(shared);
