import {
  listOf,
  membersOf,
  NUMBER,
  numberOf,
  type Piece,
  piece,
  type Reading,
  spanOf,
  weekRange,
} from './when-reading.ts';

const DAYS = '日一二三四五六';
const DAY = '[日天一二三四五六]';
const WEEK = '(?:周|週|星期|礼拜)';
const TO = String.raw`\s*(?:至|到|-|~)\s*`;
/** One day, several in a row such as 一三五, or from one to another. */
const SOME_DAYS = `(?:${WEEK}?(?:${DAY}${TO}${WEEK}?${DAY}|${DAY}+))`;
const MONTH_DAY = `(?:${NUMBER}[日号]?)`;
const PART = String.raw`(?:${NUMBER}|半)\s*个?半?\s*(?:分钟|小时|钟头|天)`;

const weekday = (day: string) => DAYS.indexOf(day.replace('天', '日'));

/** 周一、周三至周五, as a cron line has it. */
function weekOf(list: string): Reading {
  const week = membersOf(list, SOME_DAYS).flatMap((some) => {
    const days = membersOf(some, DAY).map(weekday);
    const [from = 0, to = 0] = days;
    return new RegExp(TO).test(some) ? [weekRange(from, to)] : days.map(String);
  });
  return { days: { week: week.join(',') } };
}

function monthOf(list: string): Reading | undefined {
  const days = membersOf(list, NUMBER).map(numberOf);
  const isDay = days.every((day) => day !== undefined && day >= 1 && day <= 31);
  return isDay ? { days: { month: days.join(',') } } : undefined;
}

function every(unit: 'minute' | 'hour', written = '一'): Reading | undefined {
  const count = numberOf(written);
  return count === undefined ? undefined : { every: { unit, count } };
}

/** 1小时30分钟, in ms. */
function afterOf(list: string): Reading | undefined {
  const parts = membersOf(list, PART).map((part) => {
    const unit = part.endsWith('分钟') ? 'm' : part.endsWith('天') ? 'd' : 'h';
    const [, count = '', half] = new RegExp(`^(半|${NUMBER})\\s*个?(半)?`).exec(part) ?? [];
    const whole = count === '半' ? 0.5 : numberOf(count);
    return { unit, count: whole === undefined ? undefined : whole + (half ? 0.5 : 0) } as const;
  });
  const after = spanOf(parts);
  return Number.isNaN(after) ? undefined : { after };
}

function dateOf([, year, month = '', day = '']: readonly string[]): Reading {
  return { date: { ...(year && { year: Number(year) }), month: numberOf(month) ?? 0, day: numberOf(day) ?? 0 } };
}

export const CHINESE: readonly Piece[] = [
  piece('每天|每日|天天', () => ({ days: { week: '*' } })),
  piece('(?:每个?)?工作日', () => ({ days: { week: '1-5' } })),
  piece('每个?周末', () => ({ days: { week: '0,6' } })),
  piece(`每个?月的?(?:第([一二三四1-4])|(最后一))个?${WEEK}(${DAY})`, ([, nth, , day = '']) => ({
    days: { week: `${weekday(day)}#${nth ? numberOf(nth) : 'L'}` },
  })),
  piece('每个?月的?最后一天', () => ({ days: { month: 'L' } })),
  piece(`每个?月的?\\s*(${listOf(MONTH_DAY)})(?<=[日号])`, ([, list = '']) => monthOf(list)),
  piece(`每逢?个?(?=${WEEK})(${listOf(SOME_DAYS)})`, ([, list = '']) => weekOf(list)),
  piece('每半个?(?:小时|钟头)', () => every('minute', '30')),
  piece(`每隔?\\s*(${NUMBER})?\\s*个?(?:小时|钟头)`, ([, count]) => every('hour', count)),
  piece(`每隔?\\s*(${NUMBER})?\\s*分钟`, ([, count]) => every('minute', count)),
  piece('今天|今日', () => ({ date: { ahead: 0 } })),
  piece('明天|明日', () => ({ date: { ahead: 1 } })),
  piece('后天', () => ({ date: { ahead: 2 } })),
  piece(`下个?${WEEK}(${DAY})`, ([, day = '']) => ({ date: { weekday: weekday(day), week: 'next' } })),
  piece(`[这本]个?${WEEK}(${DAY})`, ([, day = '']) => ({ date: { weekday: weekday(day), week: 'this' } })),
  // 周一到周五 are those of every week
  piece(`(?=${WEEK})(${listOf(SOME_DAYS)})`, ([, list = '']) =>
    new RegExp(TO).test(list) ? weekOf(list) : { unsure: true },
  ),
  piece(`(?:(\\d{4})\\s*年\\s*)?(${NUMBER})\\s*月\\s*(${NUMBER})\\s*[日号]`, dateOf),
  piece(`((?:${PART}\\s*)+)[之以]?后`, ([, list = '']) => afterOf(list)),
];
