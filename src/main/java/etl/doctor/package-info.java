/** What can be wrong with an installation, and how to fix it. */
package etl.doctor;
