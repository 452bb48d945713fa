"""From cells whose meaning is known to frozen records: what every reader of tables shares, whatever the layout."""
