import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { amend, close, discriminate, isJson } from './spec.ts';

const SPEC = resolve(import.meta.dirname, '../../../../shared/specs/discord-openapi.json');

/** Whether Discord's published specification lies beside the project; without it nothing is checked against it. */
export const hasSpec = existsSync(SPEC);

export interface Findings {
  /** What breaks the schema: Discord would refuse it. */
  readonly problems: readonly string[];
  /** Properties the schema does not name: Discord would silently ignore them. */
  readonly unknownNames: readonly string[];
}

/** Compares a value with a schema of Discord's published specification: `Name`, or `Name[]` for a list of it. */
export type Schema = (name: string, value: unknown) => Findings;

let loaded: Schema | undefined;

/**
 * The specification's schemas, kept for the process; `undefined` where it is absent.
 * @param names those compiled at once, so that no answer waits for it
 */
export function loadSchema(names: readonly string[]): Schema | undefined {
  if (!hasSpec) return undefined;
  loaded ??= createSchema(JSON.parse(readFileSync(SPEC, 'utf8')), names);
  return loaded;
}

function createSchema(spec: unknown, names: readonly string[]): Schema {
  if (!isJson(spec)) throw new Error(`${SPEC} is no specification`);
  amend(spec);
  close(spec);
  discriminate(spec);
  // formats are Discord's own (snowflake, nonce, int32) or need no second opinion
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    allErrors: true,
    inlineRefs: false,
    code: { optimize: false },
  });
  ajv.addSchema(spec, 'discord');
  for (const name of names) validatorOf(ajv, name);
  return (name, value) => {
    const validate = validatorOf(ajv, name);
    return validate(value) ? { problems: [], unknownNames: [] } : sort(validate.errors ?? []);
  };
}

function validatorOf(ajv: Ajv2020, name: string) {
  const known = ajv.getSchema(name);
  if (known) return known;
  const $ref = `discord#/components/schemas/${name.replace('[]', '')}`;
  ajv.addSchema(name.endsWith('[]') ? { type: 'array', items: { $ref } } : { $ref }, name);
  const made = ajv.getSchema(name);
  if (!made) throw new Error(`The specification has no schema ${name}`);
  return made;
}

/** Tells what is wrong from what is merely unknown; that something fits no branch is said only where nothing else is. */
function sort(errors: readonly ErrorObject[]): Findings {
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties');
  const causes = errors.filter(
    ({ keyword, params }) =>
      !['additionalProperties', 'oneOf', 'anyOf', 'if'].includes(keyword) &&
      !(keyword === 'type' && params.type === 'null'),
  );
  const problems = causes.length + unknown.length > 0 ? causes : errors;
  return { problems: problems.map(sentence), unknownNames: unknown.map(sentence) };
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  const detail = params.additionalProperty ?? params.allowedValues;
  return `${instancePath || '/'} ${message}${detail === undefined ? '' : ` (${detail})`}`;
}
