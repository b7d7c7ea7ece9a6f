/** Salesforce shows the query, points at the place, and says what is wrong. */
import { type ApiFailure, invalidField, invalidFilter, invalidType, malformedQuery } from '../answers.ts';

const around = 30;

function pointing(soql: string, at: number, words: string): string {
  const row = soql.slice(0, at).split('\n').length;
  const column = at - (soql.lastIndexOf('\n', at - 1) + 1) + 1;
  const start = Math.max(0, at - around);
  const shown = soql.slice(start, at + around).replaceAll('\n', ' ');
  return `\n${shown}\n${' '.repeat(at - start)}^\nERROR at Row:${row}:Column:${column}\n${words}`;
}

const wsdl = 'Please reference your WSDL or the describe call for the appropriate names.';

export interface Failures {
  unexpected(token: string, at: number): ApiFailure;
  malformed(words: string, at: number): ApiFailure;
  noColumn(name: string, object: string, at: number): ApiFailure;
  noRelationship(name: string, at: number): ApiFailure;
  noObject(name: string, at: number): ApiFailure;
  wrongCriterion(field: string, type: string, isQuoted: boolean, at: number): ApiFailure;
  notFilterable(field: string, at: number): ApiFailure;
  invalidId(id: string): ApiFailure;
}

export const failuresOf = (soql: string): Failures => ({
  unexpected: (token, at) => malformedQuery(pointing(soql, at, `unexpected token: '${token}'`)),
  malformed: (words, at) => malformedQuery(pointing(soql, at, words)),
  noColumn: (name, object, at) =>
    invalidField(
      pointing(
        soql,
        at,
        `No such column '${name}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${wsdl}`,
      ),
    ),
  noRelationship: (name, at) =>
    invalidField(
      pointing(
        soql,
        at,
        `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${wsdl}`,
      ),
    ),
  noObject: (name, at) =>
    invalidType(
      pointing(
        soql,
        at,
        `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${wsdl}`,
      ),
    ),
  wrongCriterion: (field, type, isQuoted, at) =>
    invalidField(
      pointing(
        soql,
        at,
        `value of filter criterion for field '${field}' must be of type ${type} and should ${isQuoted ? '' : 'not '}be enclosed in quotes`,
      ),
    ),
  notFilterable: (field, at) =>
    invalidField(pointing(soql, at, `field '${field}' can not be filtered in a query call`)),
  invalidId: (id) => invalidFilter(`invalid ID field: ${id}`),
});
