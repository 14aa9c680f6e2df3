"""The demonstration union: made up from the tables and papers beside this file, around the day it is made."""
