import { Refusal } from '../src/refusal.ts';

/** Where people name it otherwise than by its largest city. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  beijing: 'Asia/Shanghai',
  北京: 'Asia/Shanghai',
  北京时间: 'Asia/Shanghai',
};

/** Such as `+02:00`, `UTC+8`, and `Etc/GMT-2`, which means the opposite of what it says. */
const OFFSET = /^(?:etc\/)?(?:utc|gmt)?[+\-−]\d/;

/** As most abbreviations end, also those that this machine does not know: PST, CEST, BST, EET. */
const ABBREVIATION = /^[a-z]{1,3}[sde]t$/;

/**
 * The time zone (IANA) that is meant by its name, whatever the case, or by the city in it. What knows no changes of the clock is none, save UTC.
 * @throws Refusal `input`, with examples
 */
export function readZone(typed: string): string {
  const name = keyOf(typed);
  const zone = zoneOf(name);
  if (zone !== undefined) return zone;
  const key = OFFSET.test(name) ? 'when_zone_offset' : isAbbreviation(name) ? 'when_zone_city' : 'when_zone';
  throw new Refusal('input', key, { said: short(typed.trim()) });
}

/** The zone that is named behind words about time; undefined where none is. */
export function zoneBehind(said: string, isTime: (words: string) => boolean): string | undefined {
  const words = said.split(' ');
  return [1, 2]
    .filter((count) => isTime(words.slice(0, -count).join(' ')))
    .map((count) =>
      words
        .slice(-count)
        .join(' ')
        .replace(/^\(|\)$/g, ''),
    )
    .find((zone) => {
      const name = keyOf(zone);
      return /^\p{L}/u.test(name) && (zoneOf(name) !== undefined || isAbbreviation(name));
    });
}

const keyOf = (typed: string) => typed.trim().replace(/\s+/g, '_').toLowerCase();
const short = (said: string) => (said.length > 100 ? `${said.slice(0, 100).toWellFormed()}…` : said);

function zoneOf(name: string): string | undefined {
  if (Object.hasOwn(OTHER_NAMES, name)) return OTHER_NAMES[name];
  if (name === 'utc' || name === 'gmt') return name.toUpperCase();
  const city = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(`/${name}`));
  return city ?? (/^[a-z]+\//.test(name) && !OFFSET.test(name) ? written(name) : undefined);
}

/** A name that this machine knows, as it is written. */
function written(name: string): string | undefined {
  const zone = known(name);
  if (zone === undefined || zone.toLowerCase() === name) return zone;
  // one that stands for another: `Asia/Kolkata`, `US/Pacific`
  return name
    .replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/^Us\//, 'US/');
}

const isAbbreviation = (name: string) =>
  !name.includes('/') && (ABBREVIATION.test(name) || (/^[a-z]/.test(name) && known(name) !== undefined));

function known(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
