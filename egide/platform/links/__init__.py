"""Secret links: a capability sent to someone, for one purpose and one record, that ends and can be taken back."""
