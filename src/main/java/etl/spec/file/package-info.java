/** The file of a spec: strict JSON, and everything that can be wrong with it, told at once. */
package etl.spec.file;
