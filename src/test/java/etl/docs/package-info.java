/**
 * Runs the commands of the README and the guides as their readers would, and looks whether all that
 * they name is there.
 */
package etl.docs;
