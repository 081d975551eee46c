/** R1: what the curriculum asks for, version by version, and what each item is about. */
export const up = `
  create table curriculum_goal (
    curriculum   text not null check (curriculum in ('lpfo18', 'lgr22')),
    version      integer not null check (version > 0),
    goal         text not null check (goal ~ '^[a-z-]{2,40}$'),
    name         text not null,
    area         text not null check (area in ('language', 'numbers', 'nature', 'movement', 'creating', 'together', 'influence', 'world')),
    words_sv     text not null,
    words_en     text not null,
    reference_sv text not null,
    reference_en text not null,
    primary key (curriculum, version, goal)
  );
  comment on table curriculum_goal is 'Goals of each version of a curriculum, from src/goals/curricula; added to, never changed: items keep the words they were tagged with';

  create table document_goal (
    document_id  uuid not null references document on delete cascade,
    group_id     uuid not null references unit_group,
    published_at timestamptz not null,
    curriculum   text not null,
    version      integer not null,
    goal         text not null,
    primary key (document_id, curriculum, version, goal),
    foreign key (curriculum, version, goal) references curriculum_goal
  );
  create index on document_goal (group_id, published_at);
  comment on table document_goal is 'What a published item is about, with where and when it was written, so that a term is counted from one place. Made at publication only; goes with the item (R14)';
`
export const down = 'drop table document_goal, curriculum_goal'
