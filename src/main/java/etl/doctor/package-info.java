/** What can be wrong with a set-up, and what mends it. */
package etl.doctor;
