/** The examples of the distribution do what their rows beside the tests say. */
package etl.examples;
