/** One thing that is wrong with a field of a request. */
export interface FieldProblem {
  /** Such as `['components', 0, 'components', 1, 'label']`. */
  readonly path: readonly (string | number)[];
  /** Discord's code, such as `BASE_TYPE_MAX_LENGTH`. */
  readonly code: string;
  readonly message: string;
}

/** Collects problems below one field. */
export interface Problems {
  readonly found: readonly FieldProblem[];
  add(path: readonly (string | number)[], code: string, message: string): void;
  /** A text whose length (in code points) is not within bounds. */
  length(path: readonly (string | number)[], text: string | null | undefined, least: number, most: number): void;
  /** A list whose length is not within bounds. */
  count(
    path: readonly (string | number)[],
    list: readonly unknown[] | null | undefined,
    least: number,
    most: number,
  ): void;
}

export function createProblems(): Problems {
  const found: FieldProblem[] = [];
  const add: Problems['add'] = (path, code, message) => void found.push({ path, code, message });
  return {
    found,
    add,
    length(path, text, least, most) {
      const length = [...(text ?? '')].length;
      if (least > 0 && length === 0) add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
      else if (length < least || length > most)
        add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
    },
    count(path, list, least, most) {
      const length = list?.length ?? 0;
      if (length < least || length > most)
        add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${least} and ${most} in length.`);
    },
  };
}

/** The shape Discord puts problems in: each field an object, what is wrong with it under `_errors`. */
export function nested(problems: readonly FieldProblem[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of problems) {
    let here = root;
    for (const step of path) {
      const next = here[step];
      const below = isRecord(next) ? next : {};
      here[step] = below;
      here = below;
    }
    const errors = Array.isArray(here._errors) ? here._errors : [];
    here._errors = [...errors, { code, message }];
  }
  return root;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
