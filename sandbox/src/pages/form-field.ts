export interface Option {
  value: string;
  text: string;
}

/** A field of a form, named after the attribute of the control API. */
export interface Field {
  name: string;
  label: string;
  hint?: string;
  kind: 'number' | 'text' | 'select' | 'checkbox';
  options?: readonly Option[];
}

/** A field as the page shows it; `id` is its own on the page. */
export interface FieldView extends Field {
  id: string;
  value: string;
  error: string | null;
}
