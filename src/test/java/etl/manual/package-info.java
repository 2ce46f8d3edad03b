/** The manual pages of the program as it is. */
package etl.manual;
