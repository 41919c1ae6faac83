/** A part of the specification. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Corrects what the specification lacks or has wrong, and names two unions it only has inside of paths. */
export function amend(spec: Json): void {
  const schemas = schemasOf(spec);
  const add = (names: readonly string[], property: string, schema: Json) => {
    for (const name of names) record(record(schemas[name]).properties)[property] = schema;
  };
  const COMMANDS = [
    'ApplicationCommandCreateRequest',
    'ApplicationCommandUpdateRequest',
    'ApplicationCommandPatchRequestPartial',
  ];
  // younger than the snapshot (2026-08-05)
  add(
    [
      'ApplicationCommandAttachmentOption',
      'ApplicationCommandAttachmentOptionResponse',
      'FileUploadComponentForModalRequest',
    ],
    'file_types',
    { type: ['array', 'null'], items: { type: 'string' }, maxItems: 10 },
  );
  // documented as a string, and sent as one by every library
  add(COMMANDS, 'default_member_permissions', { type: ['string', 'integer', 'null'] });
  // documented, absent from the specification
  add(COMMANDS, 'nsfw', { type: ['boolean', 'null'] });

  // discord.js sends these along with every message and thread, wherever it sends them; Discord ignores them
  const MESSAGES = [
    'MessageEditRequestPartial',
    'IncomingWebhookUpdateRequestPartial',
    'IncomingWebhookRequestPartial',
    'IncomingWebhookInteractionRequest',
    'IncomingWebhookUpdateForInteractionCallbackRequestPartial',
  ];
  add(MESSAGES, 'tts', { type: ['boolean', 'null'] });
  add(MESSAGES, 'enforce_nonce', { type: ['boolean', 'null'] });
  add(['CreateTextThreadWithMessageRequest'], 'type', { type: 'integer' });

  // of references, the specification knows replies; forwards are documented
  schemas.MessageReferenceType = { type: 'integer', enum: [0, 1] };

  const responses = ['GuildChannelResponse', 'PrivateChannelResponse', 'ThreadResponse'];
  const callbacks = Object.keys(schemas).filter((name) => name.endsWith('InteractionCallbackRequest'));
  const autocomplete = 'ApplicationCommandAutocompleteCallbackRequest';
  schemas.ChannelResponse = { oneOf: responses.map(reference) };
  schemas.InteractionCallbackRequest = { oneOf: [...callbacks, autocomplete].map(reference) };
}

/** Makes every object refuse properties it does not name. */
export function close(spec: Json): void {
  visit(schemasOf(spec), (schema, inAllOf) => {
    if (isJson(schema.properties) && !('additionalProperties' in schema) && !inAllOf)
      schema.additionalProperties = false;
  });
}

/** Has unions decided by the `type` of the value, so that an error speaks of the branch that was meant. */
export function discriminate(spec: Json): void {
  const schemas = schemasOf(spec);
  visit(schemas, (schema) => {
    const union = schema.oneOf ?? schema.anyOf;
    if (!Array.isArray(union)) return;
    if (union.every((branch) => isJson(branch) && 'const' in branch)) {
      delete schema.oneOf;
      schema.enum = union.map(({ const: value }) => value);
      return;
    }
    const branches = union.filter((branch) => record(branch).type !== 'null');
    const typed = branches.map((branch) => ({ branch, types: typesOf(schemas, record(branch)) }));
    const all = typed.flatMap(({ types }) => types);
    if (all.length < 2 || typed.some(({ types }) => types.length === 0) || new Set(all).size < all.length) return;
    delete schema.oneOf;
    delete schema.anyOf;
    schema.type = branches.length < union.length ? ['object', 'null'] : 'object';
    schema.allOf = [
      when({}, { required: ['type'], properties: { type: { enum: all } } }),
      ...typed.map(({ branch, types }) => when({ required: ['type'], properties: { type: { enum: types } } }, branch)),
    ];
  });
}

/** An object that fits the one must fit the other. */
function when(condition: Json, schema: Json): Json {
  return Object.fromEntries([
    ['if', { type: 'object', ...condition }],
    ['then', schema],
  ]);
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function typesOf(schemas: Json, branch: Json): unknown[] {
  const name = String(branch.$ref ?? '')
    .split('/')
    .at(-1);
  const target = schemas[name ?? ''];
  const type = isJson(target) && isJson(target.properties) ? target.properties.type : undefined;
  return isJson(type) && Array.isArray(type.enum) ? type.enum : [];
}

/** Visits everything below that may be a schema, saying whether it is one part of a whole (`allOf`). */
function visit(root: unknown, see: (schema: Json, inAllOf: boolean) => void, inAllOf = false): void {
  if (Array.isArray(root)) for (const item of root) visit(item, see, inAllOf);
  if (!isJson(root)) return;
  for (const [key, below] of Object.entries(root)) visit(below, see, key === 'allOf');
  see(root, inAllOf);
}

function schemasOf(spec: Json): Json {
  return record(record(spec.components).schemas);
}

function record(value: unknown): Json {
  if (!isJson(value)) throw new Error('The specification is not shaped as expected');
  return value;
}
