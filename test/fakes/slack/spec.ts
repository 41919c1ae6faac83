import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isObject, type Loose } from '../loose.ts';

const SPECS = resolve(import.meta.dirname, '../../../../shared/specs/slack/methods');

/** Whether Slack's published schemas lie beside the project; without them nothing is checked against them. */
export const hasSpec = existsSync(SPECS);

/** The published schema of one method. */
export interface MethodSpec {
  readonly scopes: readonly string[];
  /** Such as `t3`; `t5` are rules of its own. */
  readonly tier: string;
  readonly takesJson: boolean;
  /** Of each argument, the JSON types that the schema gives it. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  readonly errors: ReadonlySet<string>;
  /** What is wrong with arguments, in sentences. */
  args(value: Loose): readonly string[];
  /** What is wrong with a right answer. */
  output(value: Loose): readonly string[];
}

const loaded = new Map<string, MethodSpec | undefined>();

/** The schema of a method, kept for the process; `undefined` where there is none. */
export function specOf(method: string): MethodSpec | undefined {
  if (!loaded.has(method)) loaded.set(method, load(method));
  return loaded.get(method);
}

function load(method: string): MethodSpec | undefined {
  const path = resolve(SPECS, `${method}.json`);
  if (!existsSync(path)) return undefined;
  const spec: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(spec) || !isObject(spec.args) || !isObject(spec.errors)) throw new Error(`${path} is no schema`);
  const properties = isObject(spec.args.properties) ? spec.args.properties : {};
  const scope = isObject(spec.scope) && Array.isArray(spec.scope.bot) ? spec.scope.bot : [];
  return {
    scopes: scope.map(String),
    tier: String(spec.rate_limits),
    takesJson: spec.json_input_supported === true,
    types: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, typesIn(schema)])),
    errors: new Set(Object.keys(spec.errors)),
    args: checker({ ...spec.args, additionalProperties: false }),
    output: checker(spec.output),
  };
}

/** Slack's schemas name others (`schema`), which are not published, and use words of their own: none of them count here. */
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

function checker(schema: unknown): (value: Loose) => readonly string[] {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= ajv.compile(isObject(schema) ? schema : {});
    if (validate(value)) return [];
    return (validate.errors ?? []).filter((error) => !isMistaken(error)).map(sentence);
  };
}

/**
 * Says no more than its branches do; or that several fit, of which one is of a schema that is not published; or it wants
 * `granular_bot` where its own examples, and Slack, say `bot`.
 */
function isMistaken({ keyword, instancePath, params }: ErrorObject): boolean {
  const fitsSeveral = keyword === 'oneOf' && params.passingSchemas !== null;
  return keyword === 'anyOf' || fitsSeveral || instancePath === '/token_type';
}

function typesIn(schema: unknown): readonly string[] {
  if (!isObject(schema)) return [];
  const own = [schema.type ?? []].flat().map(String);
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...own, ...branches.flatMap(typesIn)];
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  const detail = params.additionalProperty ?? params.allowedValues;
  return `${instancePath || '/'} ${message}${detail === undefined ? '' : ` (${detail})`}`;
}
