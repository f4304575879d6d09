"""Values as plots and as tables that people take away: figures over time, what an archive covers."""
