import {
  IdentifierNode,
  OperationNodeTransformer,
  type SchemableIdentifierNode,
  type CreateIndexNode,
  type DropIndexNode,
  type KyselyPlugin,
  type PrimaryKeyConstraintNode,
  type QueryId,
} from 'kysely';
import type { Schema } from './schema';
import type { TablePlace } from './table-place';

const TABLES: Readonly<Record<keyof Schema, true>> = {
  onboardings: true,
  onboarding_counts: true,
  onboarding_objects: true,
  events: true,
  api_calls: true,
  sessions: true,
  sign_in_attempts: true,
  settings: true,
  claims: true,
  unclear_creates: true,
  coverage_news: true,
  known_objects: true,
  contractors: true,
  standings: true,
  standing_counts: true,
  search_words: true,
  rejected_deliveries: true,
  machine_keys: true,
  hook_deliveries: true,
  onboarding_stages: true,
  changes: true,
};
/** All else of ours that statements name with `sql.table`: a function, and the triggers of the embedded database. */
const MORE = [
  'count_onboardings',
  'onboarding_added',
  'onboarding_removed',
  'onboarding_moved',
  'count_standings',
  'standing_added',
  'standing_removed',
  'standing_moved',
  'count_stages',
  'stage_added',
  'stage_removed',
  'stage_moved',
];
const OURS: ReadonlySet<string> = new Set([...Object.keys(TABLES), ...MORE]);

/**
 * Gives our names their prefix and schema in each statement. Text in sql`…` is sent as it stands: a table is written
 * there as ${sql.table('events')}.
 */
class Placer extends OperationNodeTransformer {
  private readonly prefix: string;
  private readonly schema: IdentifierNode | undefined;

  constructor({ schema, tablePrefix }: TablePlace) {
    super();
    this.prefix = tablePrefix ?? '';
    this.schema = schema ? IdentifierNode.create(schema) : undefined;
  }

  private named = (node: IdentifierNode): IdentifierNode => IdentifierNode.create(this.prefix + node.name);

  private placed(node: SchemableIdentifierNode): SchemableIdentifierNode {
    const identifier = this.named(node.identifier);
    return { kind: node.kind, identifier, ...(this.schema && { schema: this.schema }) };
  }

  protected override transformSchemableIdentifier(node: SchemableIdentifierNode): SchemableIdentifierNode {
    // A query within another one comes here twice.
    return node.schema || !OURS.has(node.identifier.name) ? node : this.placed(node);
  }

  /** An index is made in the schema of its table, and cannot be made in another. */
  protected override transformCreateIndex(node: CreateIndexNode, id?: QueryId): CreateIndexNode {
    return { ...super.transformCreateIndex(node, id), name: this.named(node.name) };
  }

  protected override transformDropIndex(node: DropIndexNode, id?: QueryId): DropIndexNode {
    return { ...super.transformDropIndex(node, id), name: this.placed(node.name) };
  }

  /** The key of a table is an index too. */
  protected override transformPrimaryKeyConstraint(
    node: PrimaryKeyConstraintNode,
    id?: QueryId,
  ): PrimaryKeyConstraintNode {
    const transformed = super.transformPrimaryKeyConstraint(node, id);
    return node.name ? { ...transformed, name: this.named(node.name) } : transformed;
  }
}

/** Puts the tables where they belong; nothing when that is where the database puts them by itself. */
export function placedTables(place: TablePlace): KyselyPlugin[] {
  if (!place.schema && !place.tablePrefix) return [];
  const placer = new Placer(place);
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => placer.transformNode(node, queryId),
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return [plugin];
}
