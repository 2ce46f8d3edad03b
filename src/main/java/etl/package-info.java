/** Where the program starts. */
package etl;
