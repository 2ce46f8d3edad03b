/** Drafts a spec from sample messages: types that fit all of them, and masks where it must. */
package etl.spec.draft;
