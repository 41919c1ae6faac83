/** A description in OpenAPI 3.1, as far as its page shows it. */
export interface Described {
  readonly info: { readonly title: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface DescribedOperation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly description?: string;
  readonly example?: unknown;
}

/** What can be sent or is answered: a table of fields. */
export interface Fields {
  readonly caption: string;
  readonly rows: readonly {
    readonly name: string;
    readonly isRequired: boolean;
    readonly type: string;
    readonly about: string;
  }[];
}

/** One thing that can be asked of the API. */
export interface Operation {
  readonly tag: string;
  readonly title: string;
  readonly summary: string;
  readonly description?: string;
  readonly tables: readonly Fields[];
  readonly answers: readonly { readonly status: string; readonly text: string }[];
}

/** All that can be asked, in the order in which it is described. */
export function operationsOf(described: Described): readonly Operation[] {
  return Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => readOperation(described, method, path, operation)),
  );
}

function readOperation(described: Described, method: string, path: string, operation: DescribedOperation): Operation {
  const { tags, summary, description, parameters = [], requestBody, responses } = operation;
  const parameterRows = parameters.map(({ name, in: where, required = false, schema }) => ({
    name,
    isRequired: required,
    type: `${typeOf(schema)}, in the ${where}`,
    about: aboutOf(schema),
  }));
  const sent = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => ({
    caption: `Body, ${type}`,
    rows: rowsOf(described, schema),
  }));
  // problems are the same everywhere
  const answers = Object.entries(responses).filter(([status]) => status !== 'default');
  const answered = answers.flatMap(([status, { content = {} }]) =>
    Object.values(content).map(({ schema }) => ({ status, rows: rowsOf(described, schema) })),
  );
  const alike = Map.groupBy(answered, ({ rows }) => JSON.stringify(rows)).values();
  const told = Array.from(alike, (group) => ({
    caption: `Answer ${group.map(({ status }) => status).join(', ')}`,
    rows: group[0]?.rows ?? [],
  }));
  const tables = [{ caption: 'Parameters', rows: parameterRows }, ...sent, ...told];
  return {
    tag: tags[0] ?? 'About',
    title: `${method.toUpperCase()} ${path}`,
    summary,
    ...(description !== undefined && { description }),
    tables: tables.filter(({ rows }) => rows.length > 0),
    answers: answers.map(([status, { description: text }]) => ({ status, text })),
  };
}

/** The fields of a schema; those of an object within it, or of each in a list, come after it, once for each of its kinds. */
function rowsOf(described: Described, schema: Schema, prefix = ''): Fields['rows'] {
  const { properties = {}, required = [] } = resolved(described, schema);
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const whole = resolved(described, field);
    const row = {
      name,
      isRequired: required.includes(key),
      type: typeOf(field),
      about: aboutOf({ ...whole, ...field }),
    };
    const inner = [whole, ...(whole.oneOf ?? [])].flatMap((one) => rowsOf(described, one, `${name}.`));
    const each = whole.items ? rowsOf(described, whole.items, `${name}[].`) : [];
    return [row, ...inner, ...each];
  });
}

function resolved({ components }: Described, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return (name === undefined ? undefined : components.schemas[name]) ?? schema;
}

function typeOf({ $ref, type, format, const: only, enum: some, items, oneOf, anyOf }: Schema): string {
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? '';
  if (only !== undefined) return `“${only}”`;
  if (some) return some.map((one) => `“${one}”`).join(', ');
  if (oneOf ?? anyOf) return [...new Set((oneOf ?? anyOf ?? []).map(typeOf))].join(' or ');
  if (items) return `list of ${typeOf(items)}`;
  if (format === 'binary') return 'file';
  return typeof type === 'string' ? type : (type?.join(' or ') ?? 'anything');
}

const aboutOf = ({ description, example }: Schema): string =>
  [description, example !== undefined && `For example: ${example}`].filter(Boolean).join(' ');
