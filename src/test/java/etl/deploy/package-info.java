/** The deployment files fit the program and those who read them. */
package etl.deploy;
