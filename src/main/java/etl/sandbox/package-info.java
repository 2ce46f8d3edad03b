/** Embedded servers for trying the program out; not on the production class path. */
package etl.sandbox;
