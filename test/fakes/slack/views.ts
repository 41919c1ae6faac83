import { isObject, type Loose, listOf, textOf } from '../loose.ts';
import { invalid } from './arguments.ts';
import { keptBlocks, keptPart } from './blocks.ts';
import { BLOCK_LIMITS as LIMITS } from './blocks-limits.ts';
import { type Call, type Handler, SlackError } from './call.ts';
import type { Interaction } from './interactions.ts';
import type { Parts } from './parts.ts';
import type { Triggers } from './triggers.ts';
import { viewJson } from './views-json.ts';
import { type ViewType, viewProblems } from './views-rules.ts';
import { beginIn, keepEntered } from './views-state.ts';
import type { TeamRecord, UserRecord } from './world.ts';

/** A modal or a Home tab that somebody is shown. */
export interface ViewRecord {
  readonly id: string;
  readonly type: ViewType;
  readonly team: TeamRecord;
  readonly user: UserRecord;
  /** What the app gave, its blocks as Slack keeps them. */
  content: Loose & { readonly blocks: readonly unknown[] };
  hash: string;
  /** The views it is stacked with, the lowest first; a Home tab stands alone. */
  readonly stack: ViewRecord[];
  readonly rootId: string;
  isOpen: boolean;
  /** What the person entered: under `block_id action_id`, as a view's state has it, files by their ids. */
  readonly entered: Map<string, Loose>;
  /** Field errors that it shows, under the ids of their blocks. */
  errors: Readonly<Record<string, string>>;
  /** Options that were suggested, under `block_id action_id`. */
  readonly suggested: Map<string, readonly Loose[]>;
}

export interface Views {
  readonly methods: Readonly<Record<'views.open' | 'views.push' | 'views.update' | 'views.publish', Handler>>;
  /** The Home tab as it was published last for somebody. */
  home(user: string): ViewRecord | undefined;
  /** Takes the answer to a submission; what is wrong with it, if anything is. */
  answer(interaction: Interaction, body: unknown): string | undefined;
  /** Closes a view; the one below shows again. */
  close(view: ViewRecord): void;
}

export function createViews(parts: Parts, triggers: Triggers): Views {
  const { world } = parts;
  const all = new Map<string, ViewRecord>();
  const homes = new Map<string, ViewRecord>();
  let edits = 0;
  const newHash = () => `${Math.floor(world.now() / 1_000)}.${(edits++).toString(36).padStart(8, '0')}`;

  /** @throws SlackError where Slack would not take it */
  function checked(value: unknown, types: readonly ViewType[], scopes: ReadonlySet<string>): Loose {
    const problems = viewProblems(value, types, scopes);
    if (problems.length === 0 && isObject(value)) {
      if (JSON.stringify(value).length > LIMITS.viewBytes) throw new SlackError('view_too_large');
      return value;
    }
    throw invalid(...problems.map((problem) => `[ERROR] ${problem}`));
  }

  function kept(view: Loose): ViewRecord['content'] {
    const newId = () => world.newId('b');
    const texts = ['title', 'submit', 'close'].map((name) => [name, keptPart(view[name], newId)] as const);
    const given = texts.filter(([, text]) => text !== undefined);
    return { ...view, ...Object.fromEntries(given), blocks: keptBlocks(listOf(view.blocks), newId) };
  }

  function unique(view: Loose, self?: ViewRecord): void {
    const id = textOf(view.external_id);
    for (const other of all.values())
      if (id !== '' && other !== self && other.isOpen && other.content.external_id === id)
        throw new SlackError('duplicate_external_id');
  }

  function show(
    content: Loose,
    type: ViewType,
    team: TeamRecord,
    user: UserRecord,
    stack: ViewRecord[] = [],
  ): ViewRecord {
    unique(content);
    const id = world.newId('V');
    const view: ViewRecord = {
      id,
      type,
      team,
      user,
      content: kept(content),
      hash: newHash(),
      stack,
      rootId: stack[0]?.id ?? id,
      isOpen: true,
      entered: new Map(),
      errors: {},
      suggested: new Map(),
    };
    stack.push(view);
    all.set(id, view);
    return view;
  }

  function replace(view: ViewRecord, content: Loose): void {
    unique(content, view);
    view.content = kept(content);
    view.hash = newHash();
    view.errors = {};
    keepEntered(view);
  }

  function push(content: Loose, below: ViewRecord): ViewRecord {
    if (!below.isOpen) throw new SlackError('not_found');
    if (below.stack.length >= LIMITS.modal.stack) throw new SlackError('push_limit_reached');
    return show(content, 'modal', below.team, below.user, below.stack);
  }

  function exchange({ args, team }: Call): Interaction {
    const interaction = triggers.exchange(args.trigger_id ?? args.interactivity_pointer);
    if (interaction.team !== team) throw new SlackError('invalid_trigger_id');
    return interaction;
  }

  function close(view: ViewRecord): void {
    view.isOpen = false;
    const at = view.stack.indexOf(view);
    if (at >= 0) view.stack.splice(at, 1);
  }

  const json = (view: ViewRecord): Loose => ({ view: viewJson(parts, view) });

  return {
    close,
    home: (user) => homes.get(user),
    methods: {
      'views.open'(call) {
        const content = checked(call.args.view, ['modal'], call.scopes);
        const interaction = exchange(call);
        const view = show(content, 'modal', call.team, interaction.user);
        if (interaction.channel) beginIn(view, interaction.channel);
        interaction.views.push(view);
        return json(view);
      },
      'views.push'(call) {
        const content = checked(call.args.view, ['modal'], call.scopes);
        const interaction = exchange(call);
        if (interaction.view?.type !== 'modal') throw new SlackError('not_found');
        const view = push(content, interaction.view);
        interaction.views.push(view);
        return json(view);
      },
      'views.update'({ args, team, scopes }) {
        const { view_id: id, external_id: external } = args;
        if (id === undefined && external === undefined) throw invalid('[ERROR] missing required field: view_id');
        const found = [...all.values()].find((one) =>
          id === undefined ? one.content.external_id === external : one.id === id,
        );
        if (!found || found.team !== team || !found.isOpen) throw new SlackError('not_found');
        const content = checked(args.view, [found.type], scopes);
        if (args.hash !== undefined && args.hash !== found.hash) throw new SlackError('hash_conflict');
        replace(found, content);
        return json(found);
      },
      'views.publish'({ args, team, scopes }) {
        const content = checked(args.view, ['home'], scopes);
        const user = world.users.get(textOf(args.user_id));
        if (!user || user.team !== team.id) throw invalid('invalid `user_id`');
        const before = homes.get(user.id);
        if (args.hash !== undefined && args.hash !== before?.hash) throw new SlackError('hash_conflict');
        if (before) replace(before, content);
        const view = before ?? show(content, 'home', team, user);
        homes.set(user.id, view);
        return json(view);
      },
    },
    answer(interaction, body) {
      const { view } = interaction;
      if (!view) return 'there is no view';
      if (body === undefined) return void close(view);
      const { response_action: action, errors, view: content } = isObject(body) ? body : {};
      switch (action) {
        case 'clear':
          for (const one of [...view.stack]) close(one);
          return;
        case 'errors': {
          const problem = errorsProblem(view, errors);
          if (problem) return problem;
          view.errors = errors as Record<string, string>;
          interaction.errors = view.errors;
          return;
        }
        case 'update':
        case 'push': {
          const scopes = new Set([...view.team.tokens.values()].flatMap((token) => [...token.scopes]));
          const problems = viewProblems(content, ['modal'], scopes);
          if (problems.length > 0 || !isObject(content)) return problems.join('; ');
          if (action === 'push' && view.stack.length >= LIMITS.modal.stack) return 'push_limit_reached';
          if (action === 'update') replace(view, content);
          interaction.views.push(action === 'push' ? push(content, view) : view);
          return;
        }
        default:
          return `response_action ${JSON.stringify(action)} is none of errors, update, push, clear`;
      }
    },
  };
}

/** Errors are shown below inputs, so each names the block of one. */
function errorsProblem({ content }: ViewRecord, errors: unknown): string | undefined {
  if (!isObject(errors) || Object.keys(errors).length === 0) return 'errors must be an object of at least one';
  const inputs = content.blocks.filter(isObject).filter(({ type }) => type === 'input');
  for (const [id, text] of Object.entries(errors)) {
    if (!inputs.some((block) => block.block_id === id)) return `errors: there is no input block ${id}`;
    if (typeof text !== 'string' || text === '') return `errors: ${id} must be a text`;
  }
  return undefined;
}
