/** JSON, strictly by RFC 8259: a scanner, numbers and pointers; and a writer of one-line JSON. */
package etl.json;
