/** A yes on paper counts once somebody else has looked at the paper: asked of hundreds of children from the index alone. */
export const up = `
  create index consent_answer_counting on consent_answer (child_id, guardian_id, medium, level, id desc) include (answer, answered_at, text_id, paper_id);
  drop index consent_answer_latest;
  create index consent_paper_of_guardian on consent_paper (guardian_id) where countersigned_at is null;
`
export const down = `
  drop index consent_paper_of_guardian;
  create index consent_answer_latest on consent_answer (child_id, guardian_id, medium, level, id desc) include (answer, answered_at, text_id);
  drop index consent_answer_counting;
`
