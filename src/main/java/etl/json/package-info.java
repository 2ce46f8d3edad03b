/** JSON to the letter of RFC 8259: a scanner, numbers and pointers; and JSON on one line. */
package etl.json;
