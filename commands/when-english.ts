import { listOf, membersOf, type Piece, piece, type Reading, spanOf, weekRange } from './when-reading.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FIRST: Readonly<Record<string, string>> = {
  first: '1',
  '1st': '1',
  second: '2',
  '2nd': '2',
  third: '3',
  '3rd': '3',
  fourth: '4',
  '4th': '4',
  last: 'L',
};

const DAY =
  '(?:sun(?:day)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r?s(?:day)?)?|fri(?:day)?|sat(?:urday)?)';
const DAYS_OFTEN = '(?:(?:sun|mon|tues|wednes|thurs|fri|satur)days)';
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const EVERY = '(?:every|each)';
const TO = String.raw`\s*(?:-|–|to|through|until)\s*`;
const range = (day: string) => `(?:${day}(?:${TO}${day})?)`;
const NTH = String.raw`(?:the )?(?:last day|(?:\d{1,2})(?:st|nd|rd|th)|first)(?: day)?`;
const COUNTS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const COUNT = String.raw`(?:\d{1,3}|${COUNTS.join('|')})`;
const PART = String.raw`(?:${COUNT}|an?|one|half an)\s*(?:minutes?|mins?|hours?|days?)`;

const countOf = (count = '1') => (/\d/.test(count) ? Number(count) : COUNTS.indexOf(count) + 2);
const weekday = (day: string) => DAYS.indexOf(day.slice(0, 3));

/** Days of the week as a cron line has them: `1,3-5`. */
function weekOf(list: string): Reading {
  const week = membersOf(list, range(`(?:${DAYS_OFTEN}|${DAY})`)).map((each) => {
    const [from = 0, to] = each.split(new RegExp(TO)).map(weekday);
    return to === undefined ? String(from) : weekRange(from, to);
  });
  return { days: { week: week.join(',') } };
}

function monthOf(list: string): Reading | undefined {
  const days = membersOf(list, String.raw`last|first|\d{1,2}`).map((each) =>
    each === 'last' ? 'L' : Number(FIRST[each] ?? each),
  );
  return days.every((day) => day === 'L' || (day >= 1 && day <= 31)) ? { days: { month: days.join(',') } } : undefined;
}

const dateOf = (day = '', month = '', year?: string): Reading => ({
  date: {
    ...(year !== undefined && { year: Number(year) }),
    month: MONTHS.indexOf(month.slice(0, 3)) + 1,
    day: Number(day),
  },
});

/** “1 hour and 30 minutes”, in ms. */
function afterOf(list: string): Reading {
  const parts = membersOf(list, PART).map((part) => {
    const [, half, count, unit = ''] = new RegExp(`^(?:(half an)|an?|one|(${COUNT}))\\s*([mhd])`).exec(part) ?? [];
    return { count: half ? 0.5 : countOf(count), unit: unit as 'm' | 'h' | 'd' };
  });
  return { after: spanOf(parts) };
}

const every = (unit: 'minute' | 'hour', count = 1): Reading => ({ every: { unit, count } });

export const ENGLISH: readonly Piece[] = [
  piece(`${EVERY} day|daily`, () => ({ days: { week: '*' } })),
  piece(`${EVERY} (?:weekday|workday|working day)|(?:on )?(?:weekdays|workdays)`, () => ({ days: { week: '1-5' } })),
  piece(`${EVERY} weekend(?: day)?|(?:on |at )?weekends`, () => ({ days: { week: '0,6' } })),
  piece(
    `(?:on )?(?:the )?(${Object.keys(FIRST).join('|')}) (${DAY}) (?:of|in) (?:${EVERY}|the) month`,
    ([, nth = '', day = '']) => ({ days: { week: `${weekday(day)}#${FIRST[nth]}` } }),
  ),
  piece(`(?:on )?(${listOf(NTH)}) (?:of|in) (?:${EVERY}|the) month`, ([, list = '']) => monthOf(list)),
  piece(`(?:${EVERY} month|monthly) on (${listOf(NTH)})`, ([, list = '']) => monthOf(list)),
  piece(`(?:${EVERY} week|weekly) on (${listOf(range(`(?:${DAYS_OFTEN}|${DAY})`))})`, ([, list = '']) => weekOf(list)),
  piece(`${EVERY} (${listOf(range(DAY))})`, ([, list = '']) => weekOf(list)),
  piece(`(?:on )?(${listOf(range(DAYS_OFTEN))})`, ([, list = '']) => weekOf(list)),
  piece(`${EVERY} hour|hourly`, () => every('hour')),
  piece(`${EVERY} half(?: an)? hour`, () => every('minute', 30)),
  piece(`${EVERY} minute`, () => every('minute')),
  piece(`${EVERY} (${COUNT}) ?(?:hours|hrs|h)`, ([, count]) => every('hour', countOf(count))),
  piece(`${EVERY} (${COUNT}) ?(?:minutes|mins|min)`, ([, count]) => every('minute', countOf(count))),
  piece('today', () => ({ date: { ahead: 0 } })),
  piece('tomorrow', () => ({ date: { ahead: 1 } })),
  piece('the day after tomorrow', () => ({ date: { ahead: 2 } })),
  // “monday to friday” are those of every week
  piece(`(?:on |from )?(${listOf(range(DAY))})`, ([, list = '']) =>
    new RegExp(TO).test(list) ? weekOf(list) : { unsure: true },
  ),
  piece(`(?:on )?next (${DAY})`, ([, day = '']) => ({ date: { weekday: weekday(day), week: 'coming' } })),
  piece(
    String.raw`(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH})(?:,? (\d{4}))?`,
    ([, day, month, year]) => dateOf(day, month, year),
  ),
  piece(String.raw`(?:on )?(${MONTH}) (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?`, ([, month, day, year]) =>
    dateOf(day, month, year),
  ),
  piece(`in (${PART}(?:(?:,| and|, and)? ${PART})*)`, ([, list = '']) => afterOf(list)),
];
