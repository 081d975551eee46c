/** Some people have one name alone: it is the given one. */
export const up = `
  alter table person drop constraint person_family_name_check,
    add constraint person_family_name_check check (length(family_name) <= 200);
`

export const down = `
  update person set family_name = '–' where family_name = '';
  alter table person drop constraint person_family_name_check,
    add constraint person_family_name_check check (length(family_name) between 1 and 200);
`
