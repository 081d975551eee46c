/** What holds is asked for hundreds of children at a time: answered from the index alone, without a visit for each answer. */
export const up = `
  create index consent_answer_latest on consent_answer (child_id, guardian_id, medium, level, id desc) include (answer, answered_at, text_id);
  drop index consent_answer_child_id_guardian_id_medium_level_id_idx;
`
export const down = `
  create index on consent_answer (child_id, guardian_id, medium, level, id desc);
  drop index consent_answer_latest;
`
